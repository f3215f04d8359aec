using System.Globalization;
using System.Net;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Network.Addresses;

/// <summary>Decides whether a prefix may be announced at a location: a route origin authorization has to cover it
/// (RFC 6811), and a letter of authority has to stand at the provider there. Pure.</summary>
public static class RouteAuthorities
{
    /// <summary>Decides.</summary>
    /// <param name="prefix">What is to be announced.</param>
    /// <param name="location">Where.</param>
    /// <param name="provider">Whose machines stand there; null: not known.</param>
    /// <param name="peers">The neighbours of the location.</param>
    /// <param name="roas">All that the network has published.</param>
    /// <param name="now">Today.</param>
    public static RouteAuthority Decide(
        Prefix prefix,
        Location location,
        Provider? provider,
        IReadOnlyCollection<BgpPeer> peers,
        IReadOnlyCollection<Roa> roas,
        DateTimeOffset now)
    {
        if (!IPNetwork.TryParse(prefix.Spec.Network, out var network))
        {
            return new RouteAuthority(false, "NoPrefix", "It names no addresses: write spec.prefix.");
        }

        return PeerTrouble(prefix, network, location, peers)
            ?? OriginTrouble(prefix, network, roas)
            ?? LetterTrouble(network, location, provider, now)
            ?? new RouteAuthority(true, "Authorized", "A ROA covers it, and a letter of authority stands.");
    }

    /// <summary>What a validating neighbour makes of it (RFC 6811, section 2).</summary>
    /// <returns>Null where it is valid; else the word and the sentence.</returns>
    public static RouteAuthority? OriginTrouble(Prefix prefix, IPNetwork network, IEnumerable<Roa> roas)
    {
        var (origin, length) = (prefix.Spec.Origin, network.PrefixLength);
        var covering = roas
            .Where(roa => IPNetwork.TryParse(roa.Spec.Prefix, out var covered) && covered.Covers(network)).ToList();
        if (covering.Exists(roa => roa.Spec.Origin == origin && MaxLength(roa) >= length))
        {
            return null;
        }

        if (covering.Find(roa => roa.Spec.Origin == origin) is { } tooShort)
        {
            return Refused("RoaMaxLength", string.Create(
                CultureInfo.InvariantCulture,
                $"The Roa {tooShort.Metadata.Name} allows prefixes up to /{MaxLength(tooShort)}, and {network} "
                    + $"is longer: "
                + $"publish one with maxLength {length}, or one for {network} itself."));
        }

        return covering.Count > 0
            ? Refused("RoaOrigin", string.Create(
                CultureInfo.InvariantCulture,
                $"The Roa {covering[0].Metadata.Name} lets AS{covering[0].Spec.Origin} announce {network}, not "
                    + $"AS{origin}: "
                + $"neighbours would call it invalid. Publish a ROA for AS{origin}."))
            : Refused("NoRoa", string.Create(
                CultureInfo.InvariantCulture,
                $"No Roa covers {network}: publish one for AS{origin} at the registry, then write it as a document."));
    }

    /// <summary>The longest prefix that a ROA allows.</summary>
    public static int MaxLength(Roa roa) =>
        roa.Spec.MaxLength > 0 ? roa.Spec.MaxLength
        : IPNetwork.TryParse(roa.Spec.Prefix, out var network) ? network.PrefixLength : 0;

    /// <summary>The end of a letter: the first moment after its last day, in UTC; null: none.</summary>
    public static DateTimeOffset? EndOf(ProviderLetter letter) => DateOnly.TryParseExact(
        letter.ValidUntil, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;

    private static RouteAuthority? PeerTrouble(
        Prefix prefix, IPNetwork network, Location location, IReadOnlyCollection<BgpPeer> peers)
    {
        var own = peers.Where(peer => peer.Spec.Location == location.Metadata.Name
            && IPAddress.TryParse(peer.Spec.Address, out var address)
            && address.AddressFamily == network.BaseAddress.AddressFamily).ToList();
        if (own.Count == 0)
        {
            return Refused("NoPeer", $"{location.Metadata.Name} has no BgpPeer of the family of {network}: write one.");
        }

        return own.Exists(peer => peer.Spec.LocalAsn == prefix.Spec.Origin) ? null : Refused(
            "OriginMismatch", string.Create(
                CultureInfo.InvariantCulture,
                $"The peers at {location.Metadata.Name} speak as AS{own[0].Spec.LocalAsn}, and {network} is "
                    + $"announced from "
                + $"AS{prefix.Spec.Origin}: make localAsn and origin the same."));
    }

    private static RouteAuthority? LetterTrouble(
        IPNetwork network, Location location, Provider? provider, DateTimeOffset now)
    {
        var name = provider?.Metadata.Name ?? location.Spec.Provider;
        if (provider is not { Spec.Bgp.Allowed: true })
        {
            return Refused("ProviderForbids",
                $"The Provider {name} does not say that it speaks BGP with customers: write spec.bgp.allowed: true.");
        }

        var covering = provider.Spec.Bgp.Letters
            .Where(letter => IPNetwork.TryParse(letter.Prefix, out var covered) && covered.Covers(network)).ToList();
        if (covering.Exists(letter => EndOf(letter) is not { } end || end > now))
        {
            return null;
        }

        return covering.Count > 0
            ? Refused("LetterExpired",
                $"The letter of authority for {covering[0].Prefix} at {name} ended on {covering[0].ValidUntil}: "
                    + $"renew it, "
                + "then write the new day.")
            : Refused("NoLetter",
                $"No letter of authority at {name} covers {network}: send one, then write it under spec.bgp.letters.");
    }

    private static RouteAuthority Refused(string reason, string detail) => new(false, reason, detail);
}
