namespace Selvedge.Core.Network.Addresses;

/// <summary>How bad a finding is; the worst first.</summary>
public enum AuditSeverity
{
    /// <summary>Users are hurt by it, or will be once something happens that happens.</summary>
    Error,

    /// <summary>It will become an error, or makes one worse.</summary>
    Warning,

    /// <summary>Good practice that is not followed.</summary>
    Note,
}
