using System.Globalization;
using Docker.DotNet.Models;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>A container as the Docker Engine API writes it.</summary>
internal static class EngineSpecification
{
    /// <summary>Writes it.</summary>
    public static CreateContainerParameters Of(string node, string name, ContainerStart container)
    {
        var specification = Common(node, name, container);

        // What is not set is the image's.
        if (!container.Command.IsEmpty)
        {
            specification.Entrypoint = [.. container.Command];
        }

        if (!container.Args.IsEmpty || !container.Command.IsEmpty)
        {
            specification.Cmd = [.. container.Args];
        }

        if (container.WorkingDirectory.Length > 0)
        {
            specification.WorkingDir = container.WorkingDirectory;
        }

        if (User(container) is { } user)
        {
            specification.User = user;
        }

        return specification;
    }

    private static CreateContainerParameters Common(string node, string name, ContainerStart container) => new()
    {
        Name = name,
        Image = container.Image,
        Labels = ContainerLabels.Of(node, container),
        Env =
        [
            $"{ContainerStart.AddressVariable}={container.Address}",
            .. container.Environment.Where(variable => variable.Key != ContainerStart.AddressVariable)
                .Select(variable => $"{variable.Key}={variable.Value}"),
        ],
        HostConfig = new HostConfig
        {
            NetworkMode = "host",
            ReadonlyRootfs = container.ReadOnlyRoot,
            NanoCPUs = (container.CpuMillisMax ?? 0) * 1_000_000,
            Memory = container.MemoryBytesMax ?? 0,

            // No more with swap than without: a limit is a limit.
            MemorySwap = container.MemoryBytesMax ?? 0,
            LogConfig = new LogConfig
            {
                Type = "json-file",
                Config = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["max-size"] = Limits.LogBytesMax.ToString(CultureInfo.InvariantCulture),
                },
            },
            Mounts =
            [
                .. container.Mounts.Select(mount => new Mount
                {
                    Type = "bind",
                    Source = mount.Source,
                    Target = mount.Target,
                    ReadOnly = mount.ReadOnly,
                }),
            ],

            // Both, or the engine asks for more than the machine's hard limits and nothing starts.
            Ulimits =
            [
                new Ulimit { Name = "nofile", Soft = Limits.OpenFilesMax, Hard = Limits.OpenFilesMax },
                new Ulimit { Name = "nproc", Soft = Limits.ProcessesMax, Hard = Limits.ProcessesMax },
            ],
        },
    };

    private static string? User(ContainerStart container) => (container.User, container.Group) switch
    {
        ({ } user, { } group) => string.Create(CultureInfo.InvariantCulture, $"{user}:{group}"),
        ({ } user, null) => user.ToString(CultureInfo.InvariantCulture),
        (null, { } group) => string.Create(CultureInfo.InvariantCulture, $"0:{group}"),
        _ => null,
    };
}
