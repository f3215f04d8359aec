namespace Selvedge.Wire.Dns;

/// <summary>Classes (RFC 1035, section 3.2.4).</summary>
public enum DnsClass
{
    /// <summary>No class; never on the wire.</summary>
    None = 0,

    /// <summary>The Internet.</summary>
    IN = 1,

    /// <summary>Chaosnet; today a way to ask servers about themselves.</summary>
    CH = 3,

    /// <summary>Any class.</summary>
    ANY = 255,
}
