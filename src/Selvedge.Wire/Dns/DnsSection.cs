namespace Selvedge.Wire.Dns;

/// <summary>The sections of a message that hold records, in their order.</summary>
public enum DnsSection
{
    /// <summary>What was asked for.</summary>
    Answer,

    /// <summary>Who is responsible.</summary>
    Authority,

    /// <summary>What helps, such as glue.</summary>
    Additional,
}
