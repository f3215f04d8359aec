namespace Selvedge.Fabric.Bus;

/// <summary>The names on the bus. Permissions are written in terms of these, so nothing else spells them out.</summary>
internal static class BusSubjects
{
    public const string Snapshots = "snapshots";
    public const string Verdicts = "verdicts";
    public const string Purges = "purges";
    public const string ManifestKey = "manifest";
    public const string TableKey = "table";
    public const string HeadKey = "head";
    public const string PurgeVerb = "purge";
    public const string Statuses = "selvedge.status.>";
    public const string Replies = "selvedge.reply.";
    public const string Commands = "selvedge.command.>";

    /// <summary>The stream below a bucket, as every NATS client names it.</summary>
    public static string Stream(string bucket) => $"KV_{bucket}";

    /// <summary>The subject of a key. A put is a publish to it.</summary>
    public static string Key(string bucket, string key) => $"$KV.{bucket}.{key}";

    /// <summary>Where to ask for a key's newest value. The key stands in the subject, so that a permission can name
    /// it; the form with the key in the payload is never allowed to a node.</summary>
    public static string DirectGet(string bucket, string key) =>
        $"$JS.API.DIRECT.GET.{Stream(bucket)}.{Key(bucket, key)}";

    public static string Section(string location, string key) => $"{location}.{key}";

    public static string Manifest(string location) => Section(location, ManifestKey);

    public static string Status(string location, string node) => $"selvedge.status.{location}.{node}";

    /// <summary>A command for one node. There is no subject for all nodes: with one reply subject each, the reply
    /// proves who sent it.</summary>
    public static string Ask(string node, string verb) => $"selvedge.command.node.{node}.{verb}";

    /// <summary>Replies to a node arrive under its own prefix, which no other node may read.</summary>
    public static string InboxPrefix(string node) => $"_INBOX_{node}";

    /// <summary>Whether a text is a DNS label and so one plain token of a subject.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= BusLimits.NameCharsMax
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && text[0] != '-' && text[^1] != '-';
}
