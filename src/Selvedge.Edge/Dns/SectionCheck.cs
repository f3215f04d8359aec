using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Says which sections of a snapshot the server could not use, and compiles each zone once.</summary>
internal sealed class SectionCheck
{
    private readonly ConditionalWeakTable<ZoneSection, Compilation> _zones = [];

    /// <summary>The compiled zone, or the reason why there is none.</summary>
    internal Compilation Compile(ZoneSection zone) => _zones.GetValue(zone, static section =>
        ZoneCompiler.TryCompile(section, out var compiled, out var reason)
            ? new Compilation(compiled, "")
            : new Compilation(null, reason));

    /// <summary>Every section that cannot be used, with every problem it has.</summary>
    internal List<SectionRefusal> Check(Snapshot next, Manifest manifest)
    {
        var refusals = new List<SectionRefusal>();
        var problems = string.Join("; ", Network(next.Network));
        Refuse(manifest, SectionKind.Network, next.Network, "network", problems, refusals);

        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var zone in next.Zones.Values)
        {
            var compilation = Compile(zone);
            Refuse(manifest, SectionKind.Zone, zone, $"zone.{zone.Apex}", compilation.Reason, refusals);
            aliases.UnionWith(
                compilation.Zone?.Sets.Where(set => set.Type == DnsType.CNAME).Select(set => set.Owner) ?? []);
        }

        var owners = new Dictionary<string, SiteId>(StringComparer.Ordinal);
        foreach (var names in next.Names.Values)
        {
            problems = string.Join("; ", Names(names, aliases, owners));
            var key = $"names.{names.Site.Namespace}.{names.Site.Name}";
            Refuse(manifest, SectionKind.Names, names, key, problems, refusals);
        }

        return refusals;
    }

    private static IEnumerable<string> Network(NetworkSection network)
    {
        foreach (var node in network.Locations.SelectMany(location => location.Nodes))
        {
            foreach (var address in node.Addresses.Where(address => !IPAddress.TryParse(address, out _)))
            {
                yield return $"the address '{address}' of the node {node.Name} is none";
            }
        }

        foreach (var client in network.Clients.Where(client => !ClientMap.TryParse(client.Prefix, out _)))
        {
            yield return $"the client network '{client.Prefix}' is none";
        }
    }

    private static IEnumerable<string> Names(
        NamesSection names, HashSet<string> aliases, Dictionary<string, SiteId> owners)
    {
        foreach (var hostname in names.Hostnames)
        {
            if (!WireName.TryParse(hostname, out var name, out var fault))
            {
                yield return $"the hostname '{hostname}' is no name ({fault})";
            }
            else if (!owners.TryAdd(name, names.Site) && owners[name] != names.Site)
            {
                yield return $"the hostname {hostname} is already {owners[name]}'s";
            }
            else if (aliases.Contains(name))
            {
                yield return $"the hostname {hostname} is an alias (CNAME) in its zone";
            }
        }

        foreach (var problem in FilterChain.Problems(names.Steering))
        {
            yield return problem;
        }
    }

    private static void Refuse<T>(
        Manifest manifest,
        SectionKind kind,
        T section,
        string usualKey,
        string problems,
        List<SectionRefusal> refusals)
    {
        if (problems.Length == 0)
        {
            return;
        }

        // The hash is the section's identity; the key is only the fall-back for a section written by another version.
        var hash = Convert.ToHexStringLower(SHA256.HashData(CoreJson.Write(section)));
        var entries = manifest.Sections.Where(entry => entry.Kind == kind);
        var found = entries.FirstOrDefault(entry => entry.Hash == hash)
            ?? entries.FirstOrDefault(entry => Normal(entry.Key) == Normal(usualKey));
        refusals.Add(new SectionRefusal(found?.Key ?? usualKey, found?.Hash ?? hash, problems));
    }

    private static string Normal(string key) => key.Replace('.', '_');

    /// <summary>What became of a zone.</summary>
    /// <param name="Zone">Null where it cannot be used.</param>
    /// <param name="Reason">Every problem; empty where it can.</param>
    internal sealed record Compilation(CompiledZone? Zone, string Reason);
}
