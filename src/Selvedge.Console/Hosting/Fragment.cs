namespace Selvedge.Console.Hosting;

/// <summary>One region of the page, drawn.</summary>
/// <param name="Id">The id of its element.</param>
/// <param name="Html">The element.</param>
internal sealed record Fragment(string Id, string Html);
