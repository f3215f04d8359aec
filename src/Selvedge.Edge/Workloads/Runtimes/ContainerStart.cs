using System.Collections.Immutable;
using System.Net;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>All that a container is started from.</summary>
public sealed record ContainerStart
{
    /// <summary>The variable that names the pod's address. Programs listen there, and nowhere else.</summary>
    public const string AddressVariable = "POD_IP";

    /// <summary>Of which pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>Its name, unique in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>How often a container of this name was started in the pod before.</summary>
    public required int Attempt { get; init; }

    /// <summary>The image, which is here.</summary>
    public required string Image { get; init; }

    /// <summary>The pod's address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Instead of the image's entry point. Empty: the image's.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Instead of the image's arguments. Empty: the image's, unless a command is given.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Empty: the image's.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Over the image's own.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Files and folders of the node that the container sees; parents before what lies in them.</summary>
    public ImmutableArray<HostMount> Mounts { get; init; } = [];

    /// <summary>Processors that it may take, in thousandths; null: all.</summary>
    public long? CpuMillisMax { get; init; }

    /// <summary>Bytes that it may take; null: all.</summary>
    public long? MemoryBytesMax { get; init; }

    /// <summary>The user's number; null: the image's.</summary>
    public long? User { get; init; }

    /// <summary>The group's number; null: the image's.</summary>
    public long? Group { get; init; }

    /// <summary>Whether the image's files cannot be changed.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>Without the environment, which may hold secrets.</summary>
    public override string ToString() => $"ContainerStart {{ {Pod.Namespace}/{Pod.Name}, {Name} }}";
}
