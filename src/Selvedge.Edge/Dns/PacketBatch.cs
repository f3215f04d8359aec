using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>The memory of one worker: packets in, packets out, and the headers that the system calls read.</summary>
internal sealed unsafe class PacketBatch : IDisposable
{
    private const int AddressBytes = 32;
    private const int ControlBytes = 64;
    private const nuint PageBytes = 4096;
    private const int Count = Limits.BatchPackets;
    private const int InBytes = Wire.Dns.DnsLimits.QueryBytesMax;
    private const int OutBytes = Wire.Dns.DnsLimits.UdpBytesMax;
    private readonly byte* _memory;
    private readonly byte* _addresses;
    private readonly byte* _control;
    private readonly byte* _in;
    private readonly byte* _out;
    private readonly Libc.Vector* _inVectors;
    private readonly Libc.Vector* _outVectors;
    private readonly Libc.MessageHeader* _received;
    private readonly Libc.MessageHeader* _toSend;
    private readonly bool _keepsLocalAddress;

    /// <summary>Takes the memory.</summary>
    /// <param name="keepsLocalAddress">Whether answers leave from the address that the query came to; only needed on a
    /// socket that is bound to every address.</param>
    internal PacketBatch(bool keepsLocalAddress)
    {
        _keepsLocalAddress = keepsLocalAddress;
        const int HeadBytes = 2 * (sizeof(long) * 2);
        var headers = Count * ((2 * sizeof(Libc.MessageHeader)) + HeadBytes);
        var bytes = headers + (Count * (AddressBytes + ControlBytes + InBytes + OutBytes));
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, PageBytes);
        NativeMemory.Clear(_memory, (nuint)bytes);
        _in = _memory;
        _out = _in + (Count * InBytes);
        _addresses = _out + (Count * OutBytes);
        _control = _addresses + (Count * AddressBytes);
        _received = (Libc.MessageHeader*)(_control + (Count * ControlBytes));
        _toSend = _received + Count;
        _inVectors = (Libc.Vector*)(_toSend + Count);
        _outVectors = _inVectors + Count;
        for (var index = 0; index < Count; index++)
        {
            _inVectors[index] = new Libc.Vector { Start = _in + (index * InBytes), Bytes = InBytes };
            _outVectors[index].Start = _out + (index * OutBytes);
            _received[index].Vectors = _inVectors + index;
            _received[index].VectorCount = 1;
            _toSend[index].VectorCount = 1;
        }
    }

    /// <summary>How many answers wait to be sent.</summary>
    internal int Pending { get; private set; }

    /// <summary>Waits for packets, at most as long as the socket's time-out.</summary>
    /// <returns>How many came, or -1; then the error is the last one of the system.</returns>
    internal int Receive(nint socket)
    {
        Pending = 0;
        for (var index = 0; index < Count; index++)
        {
            _received[index].Name = _addresses + (index * AddressBytes);
            _received[index].NameBytes = AddressBytes;
            _received[index].Control = _keepsLocalAddress ? _control + (index * ControlBytes) : null;
            _received[index].ControlBytes = _keepsLocalAddress ? ControlBytes : 0u;
        }

        return Libc.ReceiveMany(socket, _received, Count, Libc.WaitForOne, null);
    }

    /// <summary>One packet that came.</summary>
    /// <returns>False where it was longer than any query.</returns>
    internal bool TryPacket(int index, out ReadOnlySpan<byte> packet)
    {
        ref var header = ref _received[index];
        packet = new ReadOnlySpan<byte>(_in + (index * InBytes), (int)Math.Min(header.Bytes, InBytes));
        return (header.Flags & Libc.Truncated) == 0;
    }

    /// <summary>Who sent it.</summary>
    internal ClientAddress Peer(int index)
    {
        const int OffsetIPv4 = 4;
        const int OffsetIPv6 = 8;
        var address = _addresses + (index * AddressBytes);
        return *(ushort*)address == Libc.FamilyIPv6
            ? ClientAddress.FromIPv6(new ReadOnlySpan<byte>(address + OffsetIPv6, 16))
            : ClientAddress.FromIPv4(new ReadOnlySpan<byte>(address + OffsetIPv4, 4));
    }

    /// <summary>Where the next answer is written.</summary>
    internal Span<byte> NextAnswer() => new(_out + (Pending * OutBytes), OutBytes);

    /// <summary>Puts the answer just written into the row to be sent, to whoever sent the packet.</summary>
    internal void Enqueue(int index, int length)
    {
        ref var header = ref _toSend[Pending];
        header.Name = _received[index].Name;
        header.NameBytes = _received[index].NameBytes;
        header.Control = _received[index].ControlBytes == 0 ? null : _received[index].Control;
        header.ControlBytes = _received[index].ControlBytes;
        header.Vectors = _outVectors + Pending;
        _outVectors[Pending].Bytes = (nuint)length;
        Pending++;
    }

    /// <summary>Sends the row.</summary>
    /// <returns>How many the system would not send.</returns>
    internal int Send(nint socket)
    {
        var failed = 0;
        for (var sent = 0; sent < Pending;)
        {
            var count = Libc.SendMany(socket, _toSend + sent, (uint)(Pending - sent), 0);
            if (count > 0)
            {
                sent += count;
            }
            else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                // The first of the rest cannot be sent, to an unreachable peer for instance; the others may.
                failed++;
                sent++;
            }
        }

        return failed;
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
