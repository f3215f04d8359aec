using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>How DNS picks among the serviceable locations.</summary>
public sealed record SiteSteering
{
    /// <summary>The TTL of steered answers; 1 s to 1 h. The default is 30 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is answered when the verdict leaves no place: <c>LastGood</c> (the default), <c>All</c> or
    /// <c>Fail</c>.</summary>
    public string WhenAllDown { get; init; } = "LastGood";

    /// <summary>The filter chain, in order. Empty: <c>up, geotarget_latlong, select_first_n</c> with n = 2.</summary>
    public ImmutableArray<SteeringFilter> Filters { get; init; } = [];
}
