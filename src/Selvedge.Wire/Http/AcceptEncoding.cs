using System.Globalization;
using Selvedge.Core.Caching;

namespace Selvedge.Wire.Http;

/// <summary>Accept-Encoding (RFC 9110, section 12.5.3) reduced to what decides the answer, so that the many spellings
/// of browsers share stored variants.</summary>
public static class AcceptEncoding
{
    /// <summary>The field's name.</summary>
    public const string Name = "Accept-Encoding";

    /// <summary>Reduces a value to the codings out of <c>br, gzip, zstd</c> that are welcome, in this order; or
    /// <c>identity</c>.</summary>
    /// <param name="value">All fields combined; null: no field, which is answered unencoded as most clients
    /// expect.</param>
    /// <param name="normal">The reduced value.</param>
    /// <returns>False where it must be kept as it is: it refuses identity, which the reduced form cannot say.</returns>
    public static bool TryNormalise(string? value, out string normal)
    {
        normal = "identity";
        if (value is null)
        {
            return true;
        }

        bool? brotli = null, gzip = null, zstandard = null, any = null;
        var reader = new ListReader(value);
        while (reader.TryNext(out var member))
        {
            ListReader.TrySplit(member, ';', out var coding, out var parameters);
            var welcome = Weight(parameters) > 0;
            if (coding.Equals("identity", StringComparison.OrdinalIgnoreCase) && !welcome)
            {
                return false;
            }

            if (coding is "*")
            {
                any = welcome;
            }
            else if (coding.Equals("br", StringComparison.OrdinalIgnoreCase))
            {
                brotli = welcome;
            }
            else if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase)
                || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
            {
                gzip = welcome;
            }
            else if (coding.Equals("zstd", StringComparison.OrdinalIgnoreCase))
            {
                zstandard = welcome;
            }
        }

        if (any == false)
        {
            return false;
        }

        normal = ((brotli ?? any) == true ? "br, " : "") + ((gzip ?? any) == true ? "gzip, " : "")
            + ((zstandard ?? any) == true ? "zstd, " : "");
        normal = normal.Length == 0 ? "identity" : normal[..^2];
        return true;
    }

    /// <summary>Puts the reduced value into the fields.</summary>
    public static void Normalise(FieldList request)
    {
        if (TryNormalise(request.Combined(Name), out var normal))
        {
            request.Set(Name, normal);
        }
    }

    private static double Weight(ReadOnlySpan<char> parameters)
    {
        while (parameters.Length > 0)
        {
            ListReader.TrySplit(parameters, ';', out var parameter, out parameters);
            if (ListReader.TrySplit(parameter, '=', out var name, out var value) && name is "q" or "Q")
            {
                return double.TryParse(
                    value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
                    ? weight
                    : 0;
            }
        }

        return 1;
    }
}
