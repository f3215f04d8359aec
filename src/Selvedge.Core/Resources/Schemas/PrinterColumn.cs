using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>One column of the table that lists show.</summary>
/// <param name="Name">The heading; printed in capitals.</param>
/// <param name="Type">OpenAPI type of the cell: <c>string</c>, <c>integer</c>, <c>date</c>.</param>
/// <param name="Priority">0: always shown; 1: only in the wide form.</param>
/// <param name="Description">For people.</param>
/// <param name="Cell">The cell of one document at one moment.</param>
public sealed record PrinterColumn(
    string Name, string Type, int Priority, string Description, Func<JsonObject, DateTimeOffset, string> Cell);
