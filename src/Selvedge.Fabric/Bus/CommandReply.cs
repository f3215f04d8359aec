namespace Selvedge.Fabric.Bus;

/// <summary>One node's reply to a command. The node is known by the subject it answered on, not by what it
/// says.</summary>
/// <param name="Node">Who.</param>
/// <param name="Took">From sending to arrival.</param>
/// <param name="Payload">The verb's own; empty where <paramref name="Reason"/> is not.</param>
/// <param name="Reason">Why the node could not do it, one sentence; else empty.</param>
public sealed record CommandReply(string Node, TimeSpan Took, ReadOnlyMemory<byte> Payload, string Reason);
