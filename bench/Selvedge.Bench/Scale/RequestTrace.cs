using System.Globalization;

namespace Selvedge.Bench.Scale;

/// <summary>Requests a minute.</summary>
internal static class RequestTrace
{
    /// <summary>Reads <c>timestamp,num_request,size</c>. A minute with less than half of what both its neighbours have
    /// is a gap in the logs and gets their mean.</summary>
    public static double[] Read(string path)
    {
        var minutes = File.ReadLines(path).Skip(1)
            .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();
        for (var i = 1; i < minutes.Length - 1; i++)
        {
            if (minutes[i] * 2 < Math.Min(minutes[i - 1], minutes[i + 1]) && minutes[i - 1] > 100)
            {
                minutes[i] = (minutes[i - 1] + minutes[i + 1]) / 2;
            }
        }

        return minutes;
    }
}
