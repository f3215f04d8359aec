using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schemas of addresses and their neighbours cannot say.</summary>
internal static class AddressChecks
{
    private const string SitePath = "spec.site";

    /// <summary>A part of a community is 16 bits (RFC 1997), of a large one 32 (RFC 8092).</summary>
    private const long CommunityPartMax = ushort.MaxValue;

    public static void CheckPrefix(JsonObject document, ICollection<Problem> problems)
    {
        MetadataChecks.CheckLabel(document, problems);
        var (written, from) = (JsonRead.Text(document, "spec", "prefix"), JsonRead.Text(document, "spec", "from"));
        if (written is null && from is null)
        {
            Add(problems, "spec.prefix", "It names no addresses.",
                "Write a prefix, or from and length to take one of an Aggregate.", ProblemCause.FieldValueRequired);
        }

        if (written is null && from is not null && JsonRead.Whole(document, "spec", "length") is null)
        {
            Add(problems, "spec.length", "It does not say how long a prefix is taken.",
                "Write for example 24 for IPv4 or 48 for IPv6.", ProblemCause.FieldValueRequired);
        }

        foreach (var (index, site) in JsonRead.Texts(document, "spec", "sites"))
        {
            CheckSite($"spec.sites[{index}]", site, problems);
        }

        foreach (var twice in JsonRead.Texts(document, "spec", "sites")
            .GroupBy(entry => SiteId.InDefault(entry.Text)).Where(group => group.Count() > 1))
        {
            Add(problems, $"spec.sites[{twice.Last().Index}]", $"It names {twice.Key} twice.", "Keep one of them.",
                ProblemCause.FieldValueDuplicate);
        }
    }

    public static void CheckAddress(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "spec", "address") is null && JsonRead.Text(document, "spec", "from") is null)
        {
            Add(problems, "spec.address", "It names no address.", "Write an address, or from to take one of a Prefix.",
                ProblemCause.FieldValueRequired);
        }

        if (JsonRead.Text(document, "spec", "site") is { Length: > 0 } site)
        {
            CheckSite(SitePath, site, problems);
        }
    }

    public static void CheckRoa(JsonObject document, ICollection<Problem> problems)
    {
        if (Network(document, "spec", "prefix") is not { } network
            || JsonRead.Whole(document, "spec", "maxLength") is not (> 0 and var most))
        {
            return;
        }

        var longest = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (most < network.PrefixLength || most > longest)
        {
            Add(problems, "spec.maxLength", $"{most} is no length of a prefix inside {network}.",
                string.Create(CultureInfo.InvariantCulture, $"Write {network.PrefixLength} to {longest}."),
                ProblemCause.FieldValueInvalid);
        }
    }

    public static void CheckPeer(JsonObject document, ICollection<Problem> problems)
    {
        // The name stands in the routing daemon's configuration.
        MetadataChecks.CheckLabel(document, problems);
        foreach (var (index, text) in JsonRead.Texts(document, "spec", "communities"))
        {
            var parts = text.Split(':');
            var most = parts.Length == 2 ? CommunityPartMax : uint.MaxValue;
            if (parts.Any(part => !long.TryParse(part, CultureInfo.InvariantCulture, out var number) || number > most))
            {
                Add(problems, $"spec.communities[{index}]", $"A part of '{TextForms.Brief(text)}' is too large.",
                    "Write parts up to 65535, or a large community of three parts for greater AS numbers.",
                    ProblemCause.FieldValueInvalid);
            }
        }

        foreach (var (index, text) in JsonRead.Texts(document, "spec", "rpkiCaches"))
        {
            if (!IPEndPoint.TryParse(text, out var endpoint) || endpoint.Port == 0)
            {
                Add(problems, $"spec.rpkiCaches[{index}]", $"'{TextForms.Brief(text)}' is no address with a port.",
                    "Write for example 192.0.2.1:8282.", ProblemCause.FieldValueInvalid);
            }
        }

        CheckFamily(document, problems);
    }

    public static void CheckProvider(JsonObject document, ICollection<Problem> problems)
    {
        foreach (var (index, letter) in JsonRead.Items(document, "spec", "bgp", "letters"))
        {
            if (JsonRead.Text(letter, "validUntil") is { Length: > 0 } day
                && !DateOnly.TryParseExact(
                    day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                Add(problems, $"spec.bgp.letters[{index}].validUntil", $"'{TextForms.Brief(day)}' is no day.",
                    "Write the last day it is valid, for example 2027-12-31.", ProblemCause.FieldValueInvalid);
            }
        }
    }

    private static void CheckFamily(JsonObject document, ICollection<Problem> problems)
    {
        if (JsonRead.Text(document, "spec", "address") is not { } address
            || !TextForms.IsIp(address, out var family))
        {
            return;
        }

        foreach (var (index, text) in JsonRead.Texts(document, "spec", "accept"))
        {
            if (IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily != family)
            {
                Add(problems, $"spec.accept[{index}]",
                    $"{network} is of another family than the session with {address}.",
                    "Write it at the peer of its own family.", ProblemCause.FieldValueInvalid);
            }
        }
    }

    private static void CheckSite(string path, string text, ICollection<Problem> problems)
    {
        var site = SiteId.InDefault(text);
        if (!TextForms.IsLabel(site.Namespace) || !TextForms.IsName(site.Name))
        {
            Add(problems, path, $"'{TextForms.Brief(text)}' names no site.",
                "Write its name, or namespace/name where it is not in the namespace default.",
                ProblemCause.FieldValueInvalid);
        }
    }

    private static IPNetwork? Network(JsonObject document, params ReadOnlySpan<string> path) =>
        IPNetwork.TryParse(JsonRead.Text(document, path) ?? "", out var network) ? network : null;

    private static void Add(
        ICollection<Problem> problems, string path, string message, string fix, ProblemCause cause) =>
        problems.Add(new Problem(path, message, fix, cause));
}
