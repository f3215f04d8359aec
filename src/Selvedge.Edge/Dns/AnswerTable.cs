namespace Selvedge.Edge.Dns;

/// <summary>All that one answer is made from: what a publication swaps in whole. Immutable.</summary>
/// <param name="Names">The names; shared by tables that differ in verdicts only.</param>
/// <param name="Steering">The steered answers.</param>
internal sealed record AnswerTable(NameTable Names, SteeringBook Steering);
