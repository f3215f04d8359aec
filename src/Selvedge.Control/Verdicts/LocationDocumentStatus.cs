namespace Selvedge.Control.Verdicts;

/// <summary>The status of a Location document.</summary>
/// <param name="Nodes">Nodes that belong to it.</param>
/// <param name="NodesReporting">Those that speak.</param>
/// <param name="Admission"><c>InService</c> or <c>Drained</c>.</param>
internal sealed record LocationDocumentStatus(int Nodes, int NodesReporting, string Admission);
