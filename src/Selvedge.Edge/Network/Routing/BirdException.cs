namespace Selvedge.Edge.Network.Routing;

/// <summary>BIRD could not be asked. Trying again on a new connection may help.</summary>
/// <param name="reason">One word, also a metric's label: <c>Unreachable</c>, <c>Silent</c>, <c>Malformed</c>,
/// <c>Refused</c>.</param>
/// <param name="message">One sentence.</param>
/// <param name="inner">What happened.</param>
internal sealed class BirdException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There is no connection.</summary>
    public const string Unreachable = nameof(Unreachable);

    /// <summary>No answer came in time.</summary>
    public const string Silent = nameof(Silent);

    /// <summary>What came is no answer.</summary>
    public const string Malformed = nameof(Malformed);

    /// <summary>BIRD does not do it.</summary>
    public const string Refused = nameof(Refused);

    /// <summary>One word.</summary>
    public string Reason { get; } = reason;
}
