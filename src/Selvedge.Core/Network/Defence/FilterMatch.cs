using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Network.Defence;

/// <summary>A filter, read once, that packets are held against.</summary>
public sealed class FilterMatch
{
    private readonly FlowFilter _filter;
    private readonly Side _destination;
    private readonly Side _source;
    private readonly int? _protocol4;
    private readonly int? _protocol6;
    private readonly byte _flagsSet;
    private readonly byte _flagsLooked;

    /// <summary>Reads a filter that has no problems.</summary>
    public FilterMatch(FlowFilter filter)
    {
        _filter = filter;
        _destination = Side.Of(filter.Destination);
        _source = Side.Of(filter.Source);
        _protocol4 = FlowFilters.Protocol(filter.Protocol, isIPv6: false);
        _protocol6 = FlowFilters.Protocol(filter.Protocol, isIPv6: true);
        if (TcpFlagBits.TryParse(filter.TcpFlags, out var set, out var looked))
        {
            (_flagsSet, _flagsLooked) = (set, looked);
        }
    }

    /// <summary>Whether a packet fits all that is named.</summary>
    public bool Fits(in PacketFeatures packet) =>
        _destination.Has(packet.Destination, packet.IsIPv6)
        && _source.Has(packet.Source, packet.IsIPv6)
        && ((packet.IsIPv6 ? _protocol6 : _protocol4) is not { } protocol || protocol == packet.Protocol)
        && (_filter.Ports.IsEmpty || _filter.Ports.Contains(packet.DestinationPort))
        && (_filter.SourcePorts.IsEmpty || _filter.SourcePorts.Contains(packet.SourcePort))
        && packet.Length >= _filter.LengthMin
        && (_filter.LengthMax == 0 || packet.Length <= _filter.LengthMax)
        && (_filter.Ttl == 0 || _filter.Ttl == packet.Ttl)
        && (_flagsLooked == 0
            || (packet.Protocol == PacketFeatures.Tcp && (packet.TcpFlags & _flagsLooked) == _flagsSet));

    private readonly record struct Side(bool Any, bool IsIPv6, UInt128 First, UInt128 Last)
    {
        public static Side Of(string prefix)
        {
            if (!AddressSet.TryParse(prefix, out var address, out var length))
            {
                return new Side(true, false, 0, 0);
            }

            var isIPv6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            var number = AddressSet.Number(address);
            if (isIPv6)
            {
                var span = AddressSpans.OfPrefix(number, length);
                return new Side(false, true, span.First, span.Last);
            }

            var narrow = AddressSpans.OfPrefix((uint)number, length);
            return new Side(false, false, narrow.First, narrow.Last);
        }

        public bool Has(UInt128 address, bool isIPv6) =>
            Any || (isIPv6 == IsIPv6 && address >= First && address <= Last);
    }
}
