namespace Selvedge.Wire.Dns;

/// <summary>Why a packet is not a query that can be answered. The names are metric labels.</summary>
public enum DnsQueryFault
{
    /// <summary>It can be answered.</summary>
    None,

    /// <summary>Shorter than a header: nothing to send back to. Dropped.</summary>
    TooShort,

    /// <summary>A response; answering it could start an endless exchange. Dropped.</summary>
    IsResponse,

    /// <summary>An operation other than a query: NOTIMP.</summary>
    Opcode,

    /// <summary>Not exactly one question: FORMERR.</summary>
    QuestionCount,

    /// <summary>Records where a query has none: FORMERR.</summary>
    UnexpectedRecords,

    /// <summary>The name asked for is cut off, compressed, too long or of unknown labels: FORMERR.</summary>
    QuestionName,

    /// <summary>The packet ends within the question: FORMERR.</summary>
    QuestionCutOff,

    /// <summary>A malformed additional record: FORMERR.</summary>
    AdditionalRecord,

    /// <summary>A second OPT record, or one that is not at the root: FORMERR.</summary>
    OptRecord,

    /// <summary>An option runs over the end of its record: FORMERR.</summary>
    Option,

    /// <summary>A malformed client subnet: FORMERR (RFC 7871, section 7.1.1).</summary>
    Subnet,

    /// <summary>Bytes after the last record: FORMERR.</summary>
    TrailingBytes,

    /// <summary>An EDNS version other than 0: BADVERS (RFC 6891, section 6.1.3).</summary>
    EdnsVersion,
}
