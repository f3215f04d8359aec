using System.Net;
using System.Net.Sockets;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>An address of the loopback network for each pod, kept on disk so that a pod keeps its own.</summary>
/// <remarks>An address that came back is given again last: whoever still has a connection to it, or is about to open
/// one, does not meet another pod.</remarks>
internal sealed class LoopbackAddresses
{
    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly IPNetwork _range;
    private readonly Dictionary<string, IPAddress> _byPod = new(StringComparer.Ordinal);
    private long _next = 1;

    /// <summary>Reads what pods have.</summary>
    /// <param name="directory">A file for each pod; made where it is missing.</param>
    /// <param name="range">An IPv4 network; its first and last address are not given.</param>
    /// <exception cref="ArgumentException">The range is not IPv4.</exception>
    public LoopbackAddresses(string directory, IPNetwork range)
    {
        if (range.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new ArgumentException("Pods have IPv4 addresses.", nameof(range));
        }

        _directory = directory;
        _range = range;
        foreach (var file in Directory.CreateDirectory(directory).EnumerateFiles())
        {
            if (IPAddress.TryParse(File.ReadAllText(file.FullName).Trim(), out var address)
                && range.Contains(address) && !_byPod.ContainsValue(address))
            {
                _byPod[file.Name] = address;
            }
        }
    }

    private long Count => 1L << (32 - _range.PrefixLength);

    /// <summary>The first address that a pod may get.</summary>
    public IPAddress First => At(1);

    /// <summary>The pod's address, a new one where it has none.</summary>
    /// <exception cref="RuntimeException">All are taken.</exception>
    public IPAddress Take(string pod)
    {
        lock (_lock)
        {
            if (_byPod.TryGetValue(pod, out var known))
            {
                return known;
            }

            for (long tried = 0; tried < Count; tried++)
            {
                var offset = _next;
                _next = (_next + 1) % Count;
                var address = At(offset);
                if (offset > 0 && offset < Count - 1 && !_byPod.ContainsValue(address))
                {
                    File.WriteAllText(Path.Combine(_directory, pod), address.ToString());
                    _byPod[pod] = address;
                    return address;
                }
            }

            throw new RuntimeException(
                RuntimeException.CreateContainerError, $"Every address of {_range} is taken by a pod.", true);
        }
    }

    /// <summary>Takes it back.</summary>
    public void Return(string pod)
    {
        lock (_lock)
        {
            File.Delete(Path.Combine(_directory, pod));
            _byPod.Remove(pod);
        }
    }

    private IPAddress At(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        _range.BaseAddress.TryWriteBytes(bytes, out _);
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value + (uint)offset);
        return new IPAddress(bytes);
    }
}
