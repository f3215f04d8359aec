namespace Selvedge.Fabric.Bus;

/// <summary>A command for this node.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Payload">The verb's own.</param>
/// <param name="ReplyTo">Where the answer goes; empty where none is wanted.</param>
public sealed record NodeCommand(string Verb, ReadOnlyMemory<byte> Payload, string ReplyTo);
