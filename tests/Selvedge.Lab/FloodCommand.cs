using System.Globalization;
using Selvedge.Harness.Labs;

namespace Selvedge.Lab;

/// <summary>Sends packets; prints how many a second.</summary>
internal static class FloodCommand
{
    public static int Run(IReadOnlyList<string> settings)
    {
        var flood = PacketFlood.Parse(settings);
        if (!LabNamespace.IsInside)
        {
            Console.Error.WriteLine("Packets are sent inside of a lab only.");
            return 1;
        }

        var (sent, seconds) = PacketGenerator.Send(flood, TimeProvider.System);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{{\"sent\":{sent},\"seconds\":{seconds:0.000000}}}"));
        return 0;
    }
}
