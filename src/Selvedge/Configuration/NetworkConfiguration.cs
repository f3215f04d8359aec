using System.Collections.Immutable;

namespace Selvedge.Configuration;

/// <summary>What only the machine knows of layers 3 and 4; all else comes as snapshots.</summary>
internal sealed record NetworkConfiguration
{
    /// <summary>The BIRD daemon. The default is found in the path.</summary>
    public string Bird { get; init; } = "bird";

    /// <summary>The interfaces that users' packets arrive at. Empty: those of default routes.</summary>
    public ImmutableArray<string> Interfaces { get; init; } = [];

    /// <summary>Where the node's own service is asked, five times a second, before its anycast addresses are
    /// announced: <c>address:port</c> of its HTTP. Empty: the first of <c>http</c>.</summary>
    public string Check { get; init; } = "";

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        if (Bird.Length == 0)
        {
            yield return "network.bird: is empty. Write the path of the BIRD daemon, or leave it out.";
        }

        if (Interfaces.Any(name => name.Length is 0 or > 15 || name.Any(letter => letter is '/' or ' ' or '"')))
        {
            yield return "network.interfaces: has a name that is no interface's. Write, for example, [eth0].";
        }

        if (Check.Length > 0 && (!System.Net.IPEndPoint.TryParse(Check, out var endpoint) || endpoint.Port == 0))
        {
            yield return $"network.check: {Check} is not an address with a port. Write, for example, 127.0.0.1:80.";
        }
    }
}
