namespace Selvedge.Core.Nodes;

/// <summary>Which output of a pod's program a node is asked for.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Container">Which of its programs.</param>
/// <param name="Previous">Of the instance before the last restart.</param>
/// <param name="Tail">At most so many of the last lines; null: as many as fit.</param>
/// <param name="Since">Only those written then or later; null: all that are kept.</param>
public sealed record PodLogQuestion(
    string Namespace, string Pod, string Container, bool Previous, int? Tail, DateTimeOffset? Since);
