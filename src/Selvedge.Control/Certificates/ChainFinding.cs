namespace Selvedge.Control.Certificates;

/// <summary>One thing wrong with a chain or its key.</summary>
/// <param name="Reason">One CamelCase word; condition reason and metric label.</param>
/// <param name="Message">What is wrong and what to do, for people.</param>
internal sealed record ChainFinding(string Reason, string Message);
