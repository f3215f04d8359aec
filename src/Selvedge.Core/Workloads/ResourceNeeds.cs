using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Selvedge.Core.Workloads;

/// <summary>What a container needs and what it may take, by <c>cpu</c> and <c>memory</c>, as Kubernetes'
/// quantities.</summary>
public sealed record ResourceNeeds
{
    /// <summary>No amounts.</summary>
    public static ImmutableSortedDictionary<string, string> None { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What has to be free where it runs. Where a limit is given alone, it is the request too.</summary>
    [JsonConverter(typeof(AmountsConverter))]
    public ImmutableSortedDictionary<string, string> Requests { get; init; } = None;

    /// <summary>What it never gets more of.</summary>
    [JsonConverter(typeof(AmountsConverter))]
    public ImmutableSortedDictionary<string, string> Limits { get; init; } = None;

    /// <summary>Processors that it needs, in thousandths. 0: none were asked for.</summary>
    [JsonIgnore]
    public long CpuMillis => Milli(Requests, "cpu") ?? Milli(Limits, "cpu") ?? 0;

    /// <summary>Bytes that it needs. 0: none were asked for.</summary>
    [JsonIgnore]
    public long MemoryBytes => Bytes(Requests) ?? Bytes(Limits) ?? 0;

    /// <summary>Processors that it may take, in thousandths; null: all there are.</summary>
    [JsonIgnore]
    public long? CpuMillisMax => Milli(Limits, "cpu");

    /// <summary>Bytes that it may take; null: all there are.</summary>
    [JsonIgnore]
    public long? MemoryBytesMax => Bytes(Limits);

    private static long? Milli(ImmutableSortedDictionary<string, string> of, string name) =>
        of.TryGetValue(name, out var text) && Quantity.TryParse(text, out var quantity)
            ? quantity.MilliUnits
            : null;

    private static long? Bytes(ImmutableSortedDictionary<string, string> of) =>
        of.TryGetValue("memory", out var text) && Quantity.TryParse(text, out var quantity) ? quantity.Units : null;
}
