using Selvedge.Core.Workloads;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Reads <see cref="PullPolicy"/> from a container.</summary>
internal static class PullPolicies
{
    /// <summary>The policy that is meant: <c>Always</c> for the tag <c>latest</c> or none, else
    /// <c>IfNotPresent</c>, where none is written.</summary>
    public static PullPolicy Of(Container container) => container.ImagePullPolicy switch
    {
        "Always" => PullPolicy.Always,
        "Never" => PullPolicy.Never,
        "IfNotPresent" => PullPolicy.IfNotPresent,
        _ => ImageName.TryParse(container.Image, out var name) && name.Tag == "latest"
            ? PullPolicy.Always
            : PullPolicy.IfNotPresent,
    };
}
