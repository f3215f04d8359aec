namespace Selvedge.House.Tests;

/// <summary>An instrument as its line in the code creates it.</summary>
internal sealed record Metric(string Name, string Kind, string Description, string Path)
{
    public string Label => Kind.Replace("Observable", "", StringComparison.Ordinal) switch
    {
        "UpDownCounter" or "Gauge" => "gauge",
        var kind => kind.ToLowerInvariant(),
    };
}
