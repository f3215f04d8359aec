namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Which pod.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Unique over all time. Letters, digits and <c>-</c>.</param>
/// <param name="Grace">How long it may take to end: so that one that is in no snapshot any more ends as it asked.
/// </param>
public sealed record PodIdentity(string Namespace, string Name, string Uid, TimeSpan Grace);
