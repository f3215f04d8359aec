using System.Text.Json.Nodes;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Resources.Schemas;

/// <summary>What the schema of a VerticalPodAutoscaler cannot say.</summary>
internal static class VerticalAutoscalerChecks
{
    public static void Check(JsonObject document, ICollection<Problem> problems)
    {
        foreach (var (index, policy) in JsonRead.Items(document, "spec", "resourcePolicy", "containerPolicies"))
        {
            var path = $"spec.resourcePolicy.containerPolicies[{index}]";
            foreach (var part in (string[])["minAllowed", "maxAllowed"])
            {
                ResourceChecks.CheckAmounts($"{path}.{part}", JsonRead.At(policy, part), problems);
            }

            foreach (var (name, _) in JsonRead.At(policy, "minAllowed") as JsonObject ?? [])
            {
                if (Of(policy, "minAllowed", name) > Of(policy, "maxAllowed", name))
                {
                    problems.Add(new Problem(
                        $"{path}.maxAllowed[{TextForms.Brief(name)}]", "It is less than minAllowed.",
                        "Write minAllowed or more.", ProblemCause.FieldValueInvalid));
                }
            }
        }
    }

    private static long? Of(JsonNode? policy, string part, string name) =>
        JsonRead.At(policy, part, name) is JsonValue value && Quantity.TryParse($"{value}", out var quantity)
            ? quantity.MilliUnits
            : null;
}
