using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Selvedge.Core.Resources;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;
using Selvedge.Core.Steering;
using Selvedge.Wire.Dns;

namespace Selvedge.Edge.Dns;

/// <summary>Steered answers at one verdict epoch: compiled when first asked for, then kept.</summary>
/// <remarks>The store is direct-mapped and bounded: each pair of site and region has one slot, which a colder pair may
/// share. Readers need no lock: a slot is one reference to an immutable answer that names its pair.</remarks>
internal sealed class SteeringBook
{
    private const int SlotsMin = 64;
    private const int RegionsUsual = 64;
    private readonly FrozenDictionary<SiteId, ImmutableArray<Verdict>> _lastGood;
    private readonly SteeredAnswer?[] _slots;
    private readonly bool[] _dependsOnClient;

    /// <summary>Begins an empty book.</summary>
    /// <param name="sites">By the number that the table gives them.</param>
    /// <param name="network">Locations and addresses.</param>
    /// <param name="clients">Where clients are.</param>
    /// <param name="verdicts">The table in force.</param>
    /// <param name="before">The book before, which remembers where each site was serviceable last; or null.</param>
    internal SteeringBook(
        ImmutableArray<NamesSection> sites,
        NetworkSection network,
        ClientMap clients,
        VerdictTable verdicts,
        SteeringBook? before)
    {
        Sites = sites;
        Network = network;
        Clients = clients;
        Verdicts = verdicts;
        _lastGood = LastGood(verdicts, before);
        _dependsOnClient = [.. sites.Select(names => FilterChain.DependsOnClient(names))];
        var wanted = (long)Math.Max(1, sites.Length) * Math.Min(clients.Regions.Length, RegionsUsual);
        _slots = new SteeredAnswer?[BitOperations.RoundUpToPowerOf2(
            (uint)Math.Clamp(wanted, SlotsMin, Limits.SteeredAnswersMax))];
    }

    /// <summary>By the number that the table gives them.</summary>
    internal ImmutableArray<NamesSection> Sites { get; }

    /// <summary>Locations and addresses.</summary>
    internal NetworkSection Network { get; }

    /// <summary>Where clients are.</summary>
    internal ClientMap Clients { get; }

    /// <summary>The table in force.</summary>
    internal VerdictTable Verdicts { get; }

    /// <summary>Whether a site's answers differ between clients.</summary>
    internal bool DependsOnClient(int site) => _dependsOnClient[site];

    /// <summary>The answer for the clients of a region. Allocates only when it is not kept.</summary>
    internal SteeredAnswer Find(int site, int region)
    {
        var mixed = ((uint)site * 0x9E3779B1u) ^ ((uint)region * 0x85EBCA77u);
        ref var slot = ref _slots[(mixed ^ (mixed >> 15)) & (uint)(_slots.Length - 1)];
        var kept = Volatile.Read(ref slot);
        if (kept is not null && kept.Site == site && kept.Region == region)
        {
            return kept;
        }

        var made = Compile(site, region);
        Volatile.Write(ref slot, made);
        return made;
    }

    /// <summary>Runs a site's chain and keeps its reasons.</summary>
    internal SteeringDecision Decide(int site, SteeringClient client, long turn)
    {
        var lastGood = _lastGood.GetValueOrDefault(Sites[site].Site, []);
        return FilterChain.Decide(new SteeringInput(Sites[site], Network, Verdicts, lastGood, client, turn));
    }

    // Of each site that has no serviceable place now: those it had last. Verdicts are sorted by site.
    private static FrozenDictionary<SiteId, ImmutableArray<Verdict>> LastGood(VerdictTable next, SteeringBook? before)
    {
        if (before is null)
        {
            return FrozenDictionary<SiteId, ImmutableArray<Verdict>>.Empty;
        }

        var serviceable =
            next.Verdicts.Where(verdict => verdict.Serviceable).Select(verdict => verdict.Site).ToHashSet();
        var last = before._lastGood
            .Where(pair => !serviceable.Contains(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        var lost = before.Verdicts.Verdicts
            .Where(verdict => verdict.Serviceable && !serviceable.Contains(verdict.Site))
            .GroupBy(verdict => verdict.Site);
        foreach (var site in lost)
        {
            last[site.Key] = [.. site];
        }

        return last.ToFrozenDictionary();
    }

    private SteeredAnswer Compile(int site, int region)
    {
        var place = Clients.Regions[region];
        var client = new SteeringClient(null, place.Country, place.Coordinates);
        var first = Decide(site, client, 0);
        var turns = 1;
        if (FilterChain.TakesTurns(Sites[site].Steering))
        {
            var shuffled = first.Steps.First(step => step.Filter == "shuffle").Given;
            turns = Math.Max(1, Limits.TurnsMax / Math.Max(1, shuffled) * shuffled);
        }

        var ttl = (uint)Sites[site].Steering.Ttl.TotalSeconds;
        var variants = new SteeredVariant[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            variants[turn] = Render(turn == 0 ? first : Decide(site, client, turn), ttl);
        }

        return new SteeredAnswer(site, region, variants);
    }

    private static SteeredVariant Render(SteeringDecision decision, uint ttlSeconds)
    {
        using var ipv4 = new MemoryStream();
        using var ipv6 = new MemoryStream();
        var (ipv4Count, ipv6Count) = (0, 0);
        foreach (var text in decision.Places.SelectMany(place => place.Addresses))
        {
            if (!IPAddress.TryParse(text, out var address))
            {
                continue;
            }

            if (address.AddressFamily == AddressFamily.InterNetwork && ipv4Count < Limits.AddressesMax)
            {
                Render(DnsType.A, ttlSeconds, address.GetAddressBytes(), ipv4);
                ipv4Count++;
            }
            else if (address.AddressFamily == AddressFamily.InterNetworkV6 && ipv6Count < Limits.AddressesMax)
            {
                Render(DnsType.AAAA, ttlSeconds, address.GetAddressBytes(), ipv6);
                ipv6Count++;
            }
        }

        return new SteeredVariant(ipv4.ToArray(), ipv4Count, ipv6.ToArray(), ipv6Count);
    }

    private static void Render(DnsType type, uint ttlSeconds, byte[] address, MemoryStream records)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(head, DnsResponseWriter.OwnerAtQuestion);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)DnsClass.IN);
        BinaryPrimitives.WriteUInt32BigEndian(head[6..], ttlSeconds);
        BinaryPrimitives.WriteUInt16BigEndian(head[10..], (ushort)address.Length);
        records.Write(head);
        records.Write(address);
    }
}
