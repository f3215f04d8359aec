using Microsoft.AspNetCore.Http;

namespace Selvedge.Control.Api.Requests;

/// <summary>Reads the Accept header.</summary>
internal static class AnswerForms
{
    /// <summary>The first form of the header that is served.</summary>
    public static AnswerForm Of(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
        {
            return AnswerForm.Plain;
        }

        foreach (var range in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "application/*" or "*/*"))
            {
                continue;
            }

            var form = Parameter(parts, "as=") switch
            {
                null => AnswerForm.Plain,
                "Table" when Parameter(parts, "v=") == "v1" => AnswerForm.Table,
                "PartialObjectMetadata" or "PartialObjectMetadataList" => AnswerForm.Metadata,
                "APIGroupDiscoveryList" => Parameter(parts, "v=") == "v2"
                    ? AnswerForm.Discovery
                    : AnswerForm.DiscoveryBeta,
                _ => AnswerForm.None,
            };
            if (form != AnswerForm.None)
            {
                return form;
            }
        }

        return AnswerForm.None;
    }

    private static string? Parameter(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
