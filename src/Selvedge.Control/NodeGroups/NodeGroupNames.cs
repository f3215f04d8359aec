using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.NodeGroups;

/// <summary>The names that node groups give and take. Pure.</summary>
internal static partial class NodeGroupNames
{
    // As Kubernetes': letters that spell no word.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;

    /// <summary>A name for a new node.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="id">Unique.</param>
    public static string Node(string group, string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return $"{group}-{string.Concat(hash.Take(SuffixLength).Select(octet => Letters[octet % Letters.Length]))}";
    }

    /// <summary>Whether a name is one that <see cref="Node"/> could have given to a node of the group.</summary>
    public static bool IsNode(string group, string name) =>
        name.Length == group.Length + 1 + SuffixLength
        && name.StartsWith($"{group}-", StringComparison.Ordinal)
        && name[^SuffixLength..].All(letter => Letters.Contains(letter, StringComparison.Ordinal));

    /// <summary>Whether a text names a file in the folder of providers, and nothing elsewhere.</summary>
    public static bool IsCommand(string text) => CommandForm().IsMatch(text);

    /// <summary>Whether a text is an address that users can reach a node at.</summary>
    public static bool IsAddress(string text) =>
        TextForms.Check(TextFormat.Ip, text) is null && !IPAddress.Parse(text).Equals(IPAddress.Any)
        && !IPAddress.Parse(text).Equals(IPAddress.IPv6Any);

    // As the schema of NodeGroup says: a document that came past the API is no way out of the folder.
    [GeneratedRegex(
        @"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CommandForm();
}
