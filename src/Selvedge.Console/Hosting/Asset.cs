namespace Selvedge.Console.Hosting;

/// <summary>A file that a browser loads.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Its media type.</param>
internal sealed record Asset(ReadOnlyMemory<byte> Content, string Type);
