namespace Selvedge.Fabric.Identity;

/// <summary>A certificate that the local authority issued, as PEM files.</summary>
/// <param name="CertificatePath">The certificate.</param>
/// <param name="KeyPath">Its private key (PKCS #8), 0600.</param>
/// <param name="RenewAt">Two thirds of its life: issue again from here on.</param>
/// <param name="NotAfter">Its end.</param>
public sealed record ServerCertificate(
    string CertificatePath, string KeyPath, DateTimeOffset RenewAt, DateTimeOffset NotAfter);
