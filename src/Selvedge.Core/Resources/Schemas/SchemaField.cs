namespace Selvedge.Core.Resources.Schemas;

/// <summary>One known member of an object.</summary>
/// <param name="Name">As documents write it.</param>
/// <param name="Required">Whether a document without it is refused.</param>
/// <param name="Schema">What its value is.</param>
public sealed record SchemaField(string Name, bool Required, Schema Schema);
