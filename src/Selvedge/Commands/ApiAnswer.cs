using System.Text.Json.Nodes;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Commands;

/// <summary>What the API answered, good or not.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Body">A document, or a Status that says why not; empty where the answer had none.</param>
internal sealed record ApiAnswer(int Code, JsonObject Body)
{
    /// <summary>Whether it was done.</summary>
    public bool Good => Code is >= 200 and < 300;

    /// <summary>Why it was not done, in the API's own words.</summary>
    public string Message => Code == 401
        ? "The control plane does not know the kubeconfig's token. Name another kubeconfig with --kubeconfig FILE; "
            + "selvedge dev writes .selvedge/kubeconfig."
        : JsonRead.Text(Body, "message") ?? $"The API answered {Code}.";
}
