namespace Selvedge.Bench.Network;

/// <summary>How the flows of a <see cref="FlowHost"/> fared at one question.</summary>
/// <param name="Answers">By the backend that answered.</param>
/// <param name="Broken">That nobody answered.</param>
/// <param name="Moved">That another backend answered than before.</param>
internal sealed record FlowCount(SortedDictionary<string, int> Answers, int Broken, int Moved);
