namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Which lines of a log.</summary>
/// <param name="Tail">Only so many of the last ones; null: all that are kept.</param>
/// <param name="Since">Only those written then or later; null: all that are kept.</param>
/// <param name="Follow">Whether to go on with what is written from now on, until the container ends.</param>
public sealed record LogQuery(int? Tail, DateTimeOffset? Since, bool Follow)
{
    /// <summary>All that is kept.</summary>
    public static LogQuery All { get; } = new(null, null, false);
}
