using Selvedge.Configuration;

namespace Selvedge.System.Tests.Configuration;

public sealed class RuntimeConfigurationTests
{
    [Fact]
    public void A_cluster_needs_nothing_but_its_name_and_may_have_a_kubeconfig()
    {
        Assert.Empty(new RuntimeConfiguration { Kind = "kubernetes" }.Problems());
        Assert.Empty(new RuntimeConfiguration
        {
            Kind = "kubernetes",
            Kubeconfig = "/etc/selvedge/cluster.kubeconfig",
            Context = "edge",
            Namespace = "pods-1",
        }.Problems());
    }

    [Fact]
    public void All_mistakes_are_told_with_the_path_and_the_fix()
    {
        Assert.Equal(
            [
                "runtime.kind: k8s is not known. Write containers, process or kubernetes.",
                "runtime.kubeconfig: is for a cluster. Write kind: kubernetes, or remove it.",
                "runtime.context: is for a cluster. Write kind: kubernetes, or remove it.",
                "runtime.namespace: Not_One cannot be a namespace. "
                    + "Write up to 63 small letters, digits and hyphens, for example selvedge.",
            ],
            new RuntimeConfiguration { Kind = "k8s", Kubeconfig = "x", Context = "y", Namespace = "Not_One" }
                .Problems());
        Assert.Equal(
            ["runtime.context: edge is in no kubeconfig. Write runtime.kubeconfig too."],
            new RuntimeConfiguration { Kind = "kubernetes", Context = "edge" }.Problems());
    }
}
