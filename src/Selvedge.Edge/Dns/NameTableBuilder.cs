using System.Buffers.Binary;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Lays out a <see cref="NameTable"/> from compiled zones, hostnames and challenges.</summary>
/// <remarks>Names that belong to no zone are left out; records below another of our zones belong to that one and are
/// left out, too.</remarks>
internal sealed class NameTableBuilder
{
    private readonly IReadOnlyList<CompiledZone> _zones;
    private readonly Dictionary<string, int> _zoneOfApex = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _indexOfName = new(StringComparer.Ordinal);
    private readonly List<BuildNode> _nodes = [];
    private readonly List<byte> _bytes = [];
    private readonly List<RecordSet> _sets = [];

    private NameTableBuilder(IReadOnlyList<CompiledZone> zones)
    {
        _zones = zones;
        for (var zone = 0; zone < zones.Count; zone++)
        {
            _zoneOfApex[zones[zone].Apex] = zone;
        }
    }

    /// <summary>Builds the table.</summary>
    /// <param name="zones">Each with an apex of its own.</param>
    /// <param name="sites">A site's number in the table is its place in this list.</param>
    /// <param name="challenges">Served as TXT below the hostnames.</param>
    internal static NameTable Build(
        IReadOnlyList<CompiledZone> zones, IReadOnlyList<NamesSection> sites, ChallengesSection challenges)
    {
        var builder = new NameTableBuilder(zones);
        for (var zone = 0; zone < zones.Count; zone++)
        {
            foreach (var set in zones[zone].Sets.Where(set => builder.ZoneOf(set.Owner) == zone))
            {
                builder.Node(set.Owner, zone).Sets[set.Type] = set;
            }
        }

        for (var site = 0; site < sites.Count; site++)
        {
            builder.AddHostnames(sites[site], site);
        }

        builder.AddChallenges(challenges);
        return builder.LayOut();
    }

    /// <summary>The name of the challenge of a hostname; of a wildcard it is the one of its parent (RFC 8555, section
    /// 8.4).</summary>
    internal static string ChallengeName(string hostname) =>
        "_acme-challenge." + (hostname.StartsWith("*.", StringComparison.Ordinal) ? hostname[2..] : hostname);

    private void AddHostnames(NamesSection names, int site)
    {
        foreach (var hostname in names.Hostnames)
        {
            if (WireName.TryParse(hostname, out var name, out _) && ZoneOf(name) is var zone and >= 0)
            {
                var node = Node(name, zone);
                node.Site = site;

                // The site's addresses stand where the alias stood; the check has refused the pair already.
                node.Sets.Remove(DnsType.CNAME);
            }
        }
    }

    private void AddChallenges(ChallengesSection challenges)
    {
        var byName = challenges.Dns.GroupBy(challenge => ChallengeName(challenge.Key), StringComparer.Ordinal);
        foreach (var challenge in byName)
        {
            if (!WireName.TryParse(challenge.Key, out var name, out _) || ZoneOf(name) is not (var zone and >= 0))
            {
                continue;
            }

            var data = new List<byte[]>();
            foreach (var value in challenge.SelectMany(pair => pair.Value).Distinct(StringComparer.Ordinal))
            {
                if (RecordData.TryEncode(DnsType.TXT, value, DnsName.Root, out var text, out _))
                {
                    data.Add(text);
                }
            }

            if (data.Count > 0)
            {
                var node = Node(name, zone);
                node.Sets.Remove(DnsType.CNAME);
                node.Sets[DnsType.TXT] = new CompiledSet(name, DnsType.TXT, Limits.ChallengeTtlSeconds, data);
            }
        }
    }

    private int ZoneOf(string name)
    {
        while (true)
        {
            if (_zoneOfApex.TryGetValue(name, out var zone))
            {
                return zone;
            }

            if (name.Length <= 1)
            {
                return NameNode.None;
            }

            name = WireName.Parent(name);
        }
    }

    // Every name between an owner and the apex exists, though empty (RFC 4592, section 2.2.2).
    private BuildNode Node(string name, int zone)
    {
        for (var above = name; ; above = WireName.Parent(above))
        {
            if (!_indexOfName.ContainsKey(above))
            {
                _indexOfName.Add(above, _nodes.Count);
                _nodes.Add(new BuildNode(above, zone));
            }

            if (above == _zones[zone].Apex)
            {
                return _nodes[_indexOfName[name]];
            }
        }
    }

    private NameTable LayOut()
    {
        var nodes = new List<NameNode>(_nodes.Count);
        foreach (var node in _nodes)
        {
            var name = WireName.Bytes(node.Name);
            var wildcard = node.Name.Length + 2 <= DnsLimits.NameBytesMax ? "\u0001*" + node.Name : "";
            nodes.Add(new NameNode
            {
                Hash = DnsName.Hash(name),
                NameOffset = _bytes.Count,
                NameBytes = name.Length,
                FirstSet = _sets.Count,
                SetCount = node.Sets.Count,
                Zone = node.Zone,
                Cut = CutOf(node),
                Wildcard = Index(wildcard, node.Zone),
                Site = node.Site,
            });
            _bytes.AddRange(name);
            foreach (var set in node.Sets.Values)
            {
                LayOut(node, set);
            }
        }

        var zones = new List<ZoneEntry>(_zones.Count);
        foreach (var zone in _zones)
        {
            var offset = _bytes.Count;
            Render(DnsType.SOA, zone.NegativeTtlSeconds, zone.Start);
            zones.Add(new ZoneEntry
            {
                ApexBytes = zone.Apex.Length,
                NegativeOffset = offset,
                NegativeBytes = _bytes.Count - offset,
            });
        }

        return new NameTable(_bytes, nodes, _sets, zones);
    }

    private void LayOut(BuildNode node, CompiledSet set)
    {
        var offset = _bytes.Count;
        foreach (var data in set.Data)
        {
            Render(set.Type, set.TtlSeconds, data);
        }

        var records = _bytes.Count - offset;
        var glue = set.Type == DnsType.NS && node.Name != _zones[node.Zone].Apex ? RenderGlue(node, set) : 0;
        _sets.Add(new RecordSet
        {
            Type = (ushort)set.Type,
            Count = (ushort)set.Data.Count,
            GlueCount = (ushort)glue,
            Offset = offset,
            Bytes = records,
            GlueBytes = _bytes.Count - offset - records,
        });
    }

    // Addresses of the name servers that lie within what they serve: nobody could find them otherwise.
    private int RenderGlue(BuildNode cut, CompiledSet servers)
    {
        var count = 0;
        foreach (var server in servers.Data)
        {
            var name = WireName.Of(server);
            if (!WireName.IsAtOrBelow(name, cut.Name) || !_indexOfName.TryGetValue(name, out var index))
            {
                continue;
            }

            foreach (var type in (ReadOnlySpan<DnsType>)[DnsType.A, DnsType.AAAA])
            {
                if (_nodes[index].Sets.TryGetValue(type, out var addresses))
                {
                    foreach (var data in addresses.Data)
                    {
                        _bytes.AddRange(WireName.Bytes(name));
                        RenderFixed(type, addresses.TtlSeconds, data);
                        count++;
                    }
                }
            }
        }

        return count;
    }

    private void Render(DnsType type, uint ttlSeconds, byte[] data)
    {
        _bytes.Add(DnsResponseWriter.OwnerAtQuestion >> 8);
        _bytes.Add(DnsResponseWriter.OwnerAtQuestion & 0xFF);
        RenderFixed(type, ttlSeconds, data);
    }

    private void RenderFixed(DnsType type, uint ttlSeconds, byte[] data)
    {
        Span<byte> head = stackalloc byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)DnsClass.IN);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], ttlSeconds);
        BinaryPrimitives.WriteUInt16BigEndian(head[8..], (ushort)data.Length);
        _bytes.AddRange(head);
        _bytes.AddRange(data);
    }

    // The delegation nearest to the apex hides all below it.
    private int CutOf(BuildNode node)
    {
        var apex = _zones[node.Zone].Apex;
        var cut = NameNode.None;
        for (var name = node.Name; name != apex; name = WireName.Parent(name))
        {
            if (_nodes[_indexOfName[name]].Sets.ContainsKey(DnsType.NS))
            {
                cut = _indexOfName[name];
            }
        }

        return cut;
    }

    private int Index(string name, int zone) =>
        _indexOfName.TryGetValue(name, out var index) && _nodes[index].Zone == zone ? index : NameNode.None;
}
