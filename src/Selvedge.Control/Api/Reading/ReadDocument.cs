using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Api.Reading;

/// <summary>One document of a text.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Document">The document as written.</param>
public sealed record ReadDocument(int Line, ResourceKind Kind, JsonObject Document)
{
    /// <summary><c>metadata.name</c>; empty where it is missing.</summary>
    public string Name => JsonRead.Text(Document, "metadata", "name") ?? "";

    /// <summary><c>metadata.namespace</c>; empty where it is missing.</summary>
    public string Namespace => JsonRead.Text(Document, "metadata", "namespace") ?? "";
}
