using System.Net.Sockets;

namespace Selvedge.Edge.Network.Defence;

/// <summary>One node of a machine defends it: who holds this name. It is an abstract one (unix(7)), so it belongs to
/// the network namespace, as the kernel's rules do, and goes with the process however that ends.</summary>
internal sealed class KernelClaim : IDisposable
{
    private const string Name = "\0selvedge-defence";
    private Socket? _held;

    /// <summary>Takes the name, or has it already.</summary>
    /// <returns>False where another process has it.</returns>
    public bool TryHold()
    {
        if (_held is not null)
        {
            return true;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Name));
            _held = socket;
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
