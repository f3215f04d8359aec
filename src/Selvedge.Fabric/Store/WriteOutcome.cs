namespace Selvedge.Fabric.Store;

/// <summary>How a write ended.</summary>
public enum WriteOutcome
{
    /// <summary>It is durable.</summary>
    Written,

    /// <summary>The document has another revision than expected, or exists although it must not.</summary>
    Conflict,

    /// <summary>There is no such document.</summary>
    NotFound,
}
