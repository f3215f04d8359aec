using Selvedge.Commands.Network;
using Selvedge.Commands.Output;
using Selvedge.Core.Resources;
using Selvedge.Core.Workloads;

namespace Selvedge.System.Tests.Commands.Network;

public sealed class SizeReportTests
{
    [Fact]
    public void Each_resource_is_told_with_its_bounds_and_what_they_keep_it_from() => Assert.Equal(
        """
        Sized by   shop: told only (mode Off)

        CONTAINER   RESOURCE   REQUEST   LOWER   UPPER   WHY
        web         cpu        70m       50m     2       Measured. Its bounds keep it from 38m.
        web         memory     74Mi      32Mi    1Gi     Measured.

        """,
        Report(new VerticalPodAutoscalerStatus
        {
            Recommendation = new VerticalRecommendations
            {
                ContainerRecommendations =
                [
                    new ContainerRecommendation
                    {
                        ContainerName = "web",
                        Target = ResourceNeeds.None.Add("cpu", "70m").Add("memory", "74Mi"),
                        LowerBound = ResourceNeeds.None.Add("cpu", "50m").Add("memory", "32Mi"),
                        UpperBound = ResourceNeeds.None.Add("cpu", "2").Add("memory", "1Gi"),
                        UncappedTarget = ResourceNeeds.None.Add("cpu", "38m").Add("memory", "74Mi"),
                        Reason = "Measured.",
                    },
                ],
            },
        }));

    [Fact]
    public void Trouble_comes_first_and_nothing_is_said_to_be_nothing() => Assert.Equal(
        """
        Sized by   shop: told only (mode Off)
        Trouble    NoTarget: There is no Deployment shop.

        Nothing is recommended yet.

        """,
        Report(new VerticalPodAutoscalerStatus
        {
            Conditions =
            [
                new Condition(
                    VerticalConditions.Provided, "False", "NoTarget", "There is no Deployment shop.",
                    DateTimeOffset.UnixEpoch),
            ],
        }));

    private static string Report(VerticalPodAutoscalerStatus status)
    {
        using var output = new StringWriter { NewLine = "\n" };
        SizeReport.Write(output, Paint.None, new VerticalPodAutoscaler
        {
            Metadata = new ObjectMeta { Name = "shop" },
            Spec = new VerticalPodAutoscalerSpec { UpdatePolicy = new VerticalUpdatePolicy { UpdateMode = "Off" } },
            Status = status,
        });
        return output.ToString();
    }
}
