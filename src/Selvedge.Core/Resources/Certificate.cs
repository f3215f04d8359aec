namespace Selvedge.Core.Resources;

/// <summary>A certificate the network keeps valid. Made by the control plane for each Site, one a Site.</summary>
public sealed record Certificate
{
    /// <summary>Name and namespace; the same as the Site's.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is wanted.</summary>
    public CertificateSpec Spec { get; init; } = new();

    /// <summary>How far it is; the issuer's own memory, so that a kill at any step loses nothing.</summary>
    public CertificateStatus Status { get; init; } = new();
}
