namespace Selvedge.Wire.Acme;

/// <summary>The states of accounts, orders, authorizations and challenges (RFC 8555, section 7.1.6).</summary>
public enum AcmeState
{
    /// <summary>Waits for the client.</summary>
    Pending,

    /// <summary>An order whose authorizations are all valid: may be finalized.</summary>
    Ready,

    /// <summary>The authority works on it.</summary>
    Processing,

    /// <summary>Done well.</summary>
    Valid,

    /// <summary>Failed for good.</summary>
    Invalid,

    /// <summary>Given up by the client.</summary>
    Deactivated,

    /// <summary>Was valid too long ago.</summary>
    Expired,

    /// <summary>Taken back by the authority.</summary>
    Revoked,
}
