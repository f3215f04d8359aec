using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Selvedge.Harness.Labs;

/// <summary>Sends packets of any shape over a wire of a lab, many in one system call (Linux). It stops by itself.
/// </summary>
public static unsafe partial class PacketGenerator
{
    private const int Batch = 64;

    /// <summary>Written once and sent again and again: what is measured is the kernel that takes them. They fit into a
    /// processor's cache.</summary>
    private const int Frames = 8192;

    private const int Packets = 17;
    private const int Raw = 3;
    private const int LevelPacket = 263;
    private const int QueueBypass = 20;
    private const int AddressBytes = 20;

    /// <summary>Sends a flood.</summary>
    /// <returns>How many packets, in which time.</returns>
    /// <exception cref="InvalidOperationException">The machine does not let it.</exception>
    public static (long Sent, double Seconds) Send(PacketFlood flood, TimeProvider time)
    {
        Pin(flood.Cpu);
        var socket = Socket(Packets, Raw, 0);
        if (socket < 0)
        {
            throw new InvalidOperationException("A packet socket needs root.");
        }

        var one = 1;
        SetOption(socket, LevelPacket, QueueBypass, &one, sizeof(int));
        var frame = new PacketFrame(flood);
        var bytes = (frame.Bytes + 63) & ~63;
        var frames = GC.AllocateUninitializedArray<byte>(Frames * bytes, pinned: true);
        var start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(frames, 0);
        var address = stackalloc byte[AddressBytes];
        new Span<byte>(address, AddressBytes).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(address, 2), Packets);
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(address + 4, 4), IndexOf(flood.Link));
        address[11] = 6;
        var vectors = GC.AllocateArray<Vector>(Frames, pinned: true);
        var messages = GC.AllocateArray<Message>(Frames, pinned: true);
        for (var i = 0; i < Frames; i++)
        {
            frame.Write(frames.AsSpan(i * bytes, bytes));
            vectors[i] = new Vector { Start = start + (i * bytes), Bytes = (nuint)frame.Bytes };
            messages[i] = new Message
            {
                Name = address,
                NameBytes = AddressBytes,
                Vectors = (Vector*)Marshal.UnsafeAddrOfPinnedArrayElement(vectors, i),
                VectorCount = 1,
            };
        }

        var result = Loop(flood, time, socket, (Message*)Marshal.UnsafeAddrOfPinnedArrayElement(messages, 0));
        Close(socket);
        return result;
    }

    private static (long Sent, double Seconds) Loop(PacketFlood flood, TimeProvider time, int socket, Message* messages)
    {
        var begun = time.GetTimestamp();
        var (sent, at) = (0L, 0);
        var count = flood.Count == 0 ? long.MaxValue : flood.Count;
        double seconds;
        do
        {
            seconds = time.GetElapsedTime(begun).TotalSeconds;
            var due = flood.Rate == 0 ? Batch : (long)(seconds * flood.Rate) + 1 - sent;
            var next = (int)Math.Min(Math.Min(Batch, due), count - sent);
            if (next > 0)
            {
                sent += Math.Max(0, SendMany(socket, messages + at, (uint)next, 0));
                at = (at + Batch) % Frames;
            }
            else
            {
                Pause(200);
            }
        }
        while (seconds < flood.Seconds && sent < count);
        return (sent, seconds);
    }

    private static void Pin(int cpu)
    {
        if (cpu >= 0)
        {
            var mask = 1ul << cpu;
            SetAffinity(0, sizeof(ulong), &mask);
        }
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int kind, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, void* value, uint bytes);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    private static partial int SendMany(int socket, Message* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "usleep", SetLastError = true)]
    private static partial int Pause(uint microseconds);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int process, nuint bytes, void* mask);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint IndexOf(string name);

    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Bytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public uint NameBytes;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlBytes;
        public int Flags;
        public int Padding;
        public uint Bytes;
    }
}
