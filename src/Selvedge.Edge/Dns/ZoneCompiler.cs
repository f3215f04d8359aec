using Selvedge.Core.Resources;
using Selvedge.Core.Snapshots;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Checks a zone and encodes its records. Pure.</summary>
internal sealed class ZoneCompiler
{
    private readonly Dictionary<(string Owner, DnsType Type), CompiledSet> _sets = [];
    private readonly List<string> _problems = [];
    private readonly ZoneSection _zone;
    private readonly string _apex;
    private readonly byte[] _origin;

    private ZoneCompiler(ZoneSection zone, string apex)
    {
        _zone = zone;
        _apex = apex;
        _origin = WireName.Bytes(apex);
    }

    /// <summary>Compiles a zone: all of it, or nothing.</summary>
    /// <param name="zone">The section.</param>
    /// <param name="compiled">Where true is returned.</param>
    /// <param name="reason">Every problem, where false is returned; else empty.</param>
    internal static bool TryCompile(ZoneSection zone, out CompiledZone? compiled, out string reason)
    {
        compiled = null;
        if (!WireName.TryParse(zone.Apex, out var apex, out var fault) || apex.Length == 1)
        {
            reason = $"the apex '{zone.Apex}' is no name ({fault})";
            return false;
        }

        var compiler = new ZoneCompiler(zone, apex);
        var start = compiler.Apex();
        foreach (var record in zone.Records)
        {
            compiler.Add(record);
        }

        compiler.CheckAliases();
        reason = string.Join("; ", compiler._problems);
        if (reason.Length > 0)
        {
            return false;
        }

        var negative = (uint)Math.Clamp(zone.NegativeTtl.TotalSeconds, 0, Limits.ApexTtl.TotalSeconds);
        compiled = new CompiledZone(apex, start, negative, [.. compiler._sets.Values]);
        return true;
    }

    private byte[] Apex()
    {
        var servers = new List<byte[]>();
        foreach (var server in _zone.NameServers)
        {
            if (DnsNameText.TryParse(server, out var name, out var fault))
            {
                servers.Add(name);
            }
            else
            {
                _problems.Add($"the name server '{server}' is no name ({fault})");
            }
        }

        if (_zone.NameServers.IsEmpty)
        {
            _problems.Add("it names no name server");
            return [];
        }

        if (!RecordData.TryEncodeStart(
            _zone.NameServers[0],
            _zone.Mailbox.Length == 0 ? $"hostmaster@{_zone.Apex}" : _zone.Mailbox,
            _zone.Serial,
            Limits.StartRefresh,
            Limits.StartRetry,
            Limits.StartExpire,
            _zone.NegativeTtl,
            out var start,
            out var reason))
        {
            _problems.Add(reason);
            return [];
        }

        var ttl = (uint)Limits.ApexTtl.TotalSeconds;
        _sets[(_apex, DnsType.SOA)] = new CompiledSet(_apex, DnsType.SOA, ttl, [start]);
        _sets[(_apex, DnsType.NS)] = new CompiledSet(_apex, DnsType.NS, ttl, servers);
        return start;
    }

    private void Add(ZoneRecord record)
    {
        var label = $"{record.Name} {record.Type}";
        if (!RecordData.Types.TryGetValue(record.Type, out var type))
        {
            _problems.Add($"{label}: the type is unknown; known are {string.Join(' ', RecordData.Types.Keys)}");
            return;
        }

        if (!WireName.TryParse(record.Name, _origin, out var owner, out var fault))
        {
            _problems.Add($"{label}: '{record.Name}' is no name ({fault})");
            return;
        }

        if (Misplaced(type, owner, record) is { } problem)
        {
            _problems.Add($"{label}: {problem}");
            return;
        }

        var data = Encode(record, type, label);
        var bytes = data.Sum(value => value.Length + 12);
        if (bytes > DnsLimits.RecordSetBytesMax)
        {
            _problems.Add($"{label}: the set has {bytes} bytes; at most {DnsLimits.RecordSetBytesMax} are allowed");
        }

        var set = new CompiledSet(owner, type, (uint)record.Ttl.TotalSeconds, data);
        if (!_sets.TryAdd((owner, type), set))
        {
            _problems.Add($"{label}: the set is given twice");
        }
    }

    private string? Misplaced(DnsType type, string owner, ZoneRecord record)
    {
        if (!WireName.IsAtOrBelow(owner, _apex))
        {
            return $"the name is outside of the zone {_zone.Apex}";
        }

        if (owner == _apex && type is DnsType.CNAME)
        {
            return "the apex cannot be an alias";
        }

        if (owner == _apex && type is DnsType.NS)
        {
            return "the name servers of the apex are the zone's nameServers";
        }

        if (WireName.IsWildcard(owner) && type is DnsType.NS)
        {
            return "a wildcard cannot be delegated (RFC 4592, section 4.2)";
        }

        if (record.Values.IsDefaultOrEmpty || record.Values.Length > Limits.RecordsPerSetMax)
        {
            return $"it has {(record.Values.IsDefault ? 0 : record.Values.Length)} values; "
                + $"1 to {Limits.RecordsPerSetMax} are allowed";
        }

        if (type is DnsType.CNAME && record.Values.Length > 1)
        {
            return "an alias has exactly one value";
        }

        return record.Ttl < TimeSpan.Zero || record.Ttl > Limits.TtlMax
            ? $"the ttl is {Duration.Format(record.Ttl)}; it must be 0s to {Duration.Format(Limits.TtlMax)}"
            : null;
    }

    // Two equal records are one (RFC 2181, section 5).
    private List<byte[]> Encode(ZoneRecord record, DnsType type, string label)
    {
        var found = new List<byte[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in record.Values)
        {
            if (!RecordData.TryEncode(type, value, _origin, out var data, out var reason))
            {
                _problems.Add($"{label}: {reason}");
            }
            else if (seen.Add(Convert.ToHexString(data)))
            {
                found.Add(data);
            }
        }

        return found;
    }

    private void CheckAliases()
    {
        var owners = _sets.Keys.GroupBy(key => key.Owner, StringComparer.Ordinal);
        foreach (var owner in owners.Where(owner => owner.Count() > 1 && owner.Any(key => key.Type == DnsType.CNAME)))
        {
            _problems.Add($"{WireName.Text(owner.Key)} CNAME: an alias cannot have other data beside it");
        }
    }
}
