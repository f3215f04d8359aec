using System.Security.Cryptography;
using System.Text;
using Selvedge.Edge.Workloads.Runtimes;

namespace Selvedge.Edge.Workloads.Cluster;

/// <summary>How a pod's objects are called and found in a cluster. Pure; the same in every version of the node, since
/// the next one has to find them.</summary>
internal static class ClusterNames
{
    /// <summary>Label: whose objects they are. Nothing without it is ever touched.</summary>
    public const string Node = "selvedge.dev/node";

    /// <summary>Label: which pod they belong to. The same as annotation, in full.</summary>
    public const string Uid = "selvedge.dev/uid";

    /// <summary>Annotation: the pod's namespace.</summary>
    public const string Namespace = "selvedge.dev/namespace";

    /// <summary>Annotation: the pod's name.</summary>
    public const string Pod = "selvedge.dev/pod";

    /// <summary>Annotation of a ConfigMap or Secret: which document it is a copy of.</summary>
    public const string Source = "selvedge.dev/source";

    /// <summary>Label that Kubernetes recommends for tools.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    // The cluster adds up to 17 characters of its own, and a pod's name is a host's name of 63 at most.
    private const int PrefixCharsMax = 30;
    private const int HashCharsMax = 12;
    private const int LabelCharsMax = 63;

    /// <summary>The Deployment of a pod: its name, as far as it fits, and a hash of its uid.</summary>
    public static string Deployment(PodIdentity pod)
    {
        var prefix = pod.Name.Length > PrefixCharsMax ? pod.Name[..PrefixCharsMax] : pod.Name;
        return $"{prefix.Replace('.', '-').TrimEnd('-')}-{Hash(pod.Uid)}";
    }

    /// <summary>The copy of a ConfigMap or Secret that a pod names. It is the pod's own: pods of other Selvedge
    /// namespaces may name another one alike.</summary>
    public static string Document(PodIdentity pod, bool secret, string name) =>
        $"{Deployment(pod)}-{(secret ? "secret" : "text")}-{Hash(name)}";

    /// <summary>What selects all objects of a node.</summary>
    public static string Selector(string node) => $"{Node}={Label(node)}";

    /// <summary>A text as the value of a label: itself where it is one, else a hash.</summary>
    public static string Label(string text) =>
        text.Length is > 0 and <= LabelCharsMax && char.IsAsciiLetterOrDigit(text[0])
            && char.IsAsciiLetterOrDigit(text[^1])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? text
            : Hash(text);

    /// <summary>The labels of each of a pod's objects. The pod's own labels are not among them: no Service and no
    /// policy of the cluster is meant to pick it up by accident.</summary>
    public static Dictionary<string, string> Labels(string node, PodIdentity pod) => new(StringComparer.Ordinal)
    {
        [ManagedBy] = "selvedge",
        [Node] = Label(node),
        [Uid] = Label(pod.Uid),
    };

    /// <summary>The annotations, from which the next process of the node knows whose they are.</summary>
    public static Dictionary<string, string> Annotations(PodIdentity pod) => new(StringComparer.Ordinal)
    {
        [Namespace] = pod.Namespace,
        [Pod] = pod.Name,
        [Uid] = pod.Uid,
    };

    /// <summary>Whose an object is; null where it does not say so.</summary>
    public static PodIdentity? Identity(IDictionary<string, string>? annotations, TimeSpan grace) =>
        annotations is not null && annotations.TryGetValue(Uid, out var uid)
            && annotations.TryGetValue(Pod, out var pod) && annotations.TryGetValue(Namespace, out var space)
            ? new PodIdentity(space, pod, uid, grace)
            : null;

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashCharsMax];
}
