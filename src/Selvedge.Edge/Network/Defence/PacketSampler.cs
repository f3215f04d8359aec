using System.Runtime.InteropServices;
using Selvedge.Core.Network.Defence;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Takes the heads of some of the packets that arrive at an interface, before any rule sees them (Linux).
/// </summary>
/// <remarks>A packet socket whose filter throws dice in the kernel: what is not drawn costs a few instructions and no
/// copy. What nobody reads in time is dropped from the sample, never from the interface.</remarks>
internal sealed unsafe class PacketSampler : IDisposable
{
    private readonly byte[] _buffer = new byte[Limits.SampleBytes];
    private readonly int _socket;

    private PacketSampler(int socket) => _socket = socket;

    /// <summary>Begins to listen.</summary>
    /// <returns>Null where the machine does not let it; then <paramref name="problem"/> says why.</returns>
    public static PacketSampler? TryOpen(string link, double part, out string problem)
    {
        var index = PacketLibc.IndexOf(link);
        problem = index == 0 ? $"there is no interface {link}" : "";
        if (index == 0)
        {
            return null;
        }

        var socket = PacketLibc.Socket(PacketLibc.FamilyPacket, PacketLibc.Datagram | PacketLibc.Unblocked, 0);
        if (socket < 0)
        {
            problem = $"packets cannot be sampled: {Marshal.GetLastPInvokeErrorMessage()}";
            return null;
        }

        var sampler = new PacketSampler(socket);
        var one = 1;
        var bytes = Limits.SamplesBuffered * 1024;
        PacketLibc.SetOption(socket, PacketLibc.LevelPacket, PacketLibc.IgnoreOutgoing, &one, sizeof(int));
        PacketLibc.SetOption(socket, PacketLibc.LevelSocket, PacketLibc.ReceiveBytesForced, &bytes, sizeof(int));
        var address = stackalloc byte[PacketLibc.AddressBytes];
        PacketLibc.WriteAddress(new Span<byte>(address, PacketLibc.AddressBytes), index);

        // The filter first: else what arrives meanwhile is taken whole.
        if (!sampler.TryDraw(part) || PacketLibc.Bind(socket, address, PacketLibc.AddressBytes) != 0)
        {
            problem = $"packets of {link} cannot be sampled: {Marshal.GetLastPInvokeErrorMessage()}";
            sampler.Dispose();
            return null;
        }

        return sampler;
    }

    /// <summary>Draws another part of the packets from now on, 0 to 1.</summary>
    public bool TryDraw(double part)
    {
        var dice = (uint)Math.Clamp(part * uint.MaxValue, 1, uint.MaxValue);
        var program = stackalloc PacketLibc.Instruction[]
        {
            new(0x20, 0, 0, 0xfffff004), // what kind of receiver it is for
            new(0x15, 0, 3, 0),          // this host, else none
            new(0x20, 0, 0, 0xfffff038), // a random number
            new(0x25, 1, 0, dice),       // above: not drawn
            new(0x06, 0, 0, Limits.SampleBytes),
            new(0x06, 0, 0, 0),
        };
        var filter = new PacketLibc.Program { Length = 6, Instructions = program };
        return PacketLibc.SetOption(
            _socket, PacketLibc.LevelSocket, PacketLibc.AttachFilter, &filter, (uint)sizeof(PacketLibc.Program)) == 0;
    }

    /// <summary>Takes what was drawn since the last time.</summary>
    public void Read(ICollection<PacketFeatures> packets)
    {
        fixed (byte* buffer = _buffer)
        {
            for (var i = 0; i < Limits.SamplesBuffered; i++)
            {
                var read = PacketLibc.Receive(_socket, buffer, (nuint)_buffer.Length, 0);
                if (read < 0)
                {
                    return;
                }

                if (PacketFeatures.TryRead(_buffer.AsSpan(0, (int)read), out var packet))
                {
                    packets.Add(packet);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = PacketLibc.Close(_socket);
}
