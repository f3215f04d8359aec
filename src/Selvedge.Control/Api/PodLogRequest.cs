namespace Selvedge.Control.Api;

/// <summary>Which output of a pod's program is wanted.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">The pod that is meant.</param>
/// <param name="Node">The node that runs it.</param>
/// <param name="Container">Which of its programs.</param>
/// <param name="Follow">True: go on until the reader leaves or the program ends.</param>
/// <param name="Previous">True: of the instance before the last restart.</param>
/// <param name="Timestamps">True: each line begins with when it was written (RFC 3339).</param>
/// <param name="TailLines">At most so many of the newest; null: all that are kept.</param>
/// <param name="Since">Nothing older; null: all that are kept.</param>
/// <param name="BytesMax">The end after so many bytes; null: none.</param>
public sealed record PodLogRequest(
    string Namespace,
    string Pod,
    string Uid,
    string Node,
    string Container,
    bool Follow,
    bool Previous,
    bool Timestamps,
    int? TailLines,
    DateTimeOffset? Since,
    long? BytesMax);
