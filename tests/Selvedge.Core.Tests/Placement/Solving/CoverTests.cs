using CsCheck;
using Selvedge.Core.Placement.Solving;

namespace Selvedge.Core.Tests.Placement.Solving;

public sealed class CoverTests
{
    [Fact]
    public void There_is_a_cover_exactly_where_one_of_all_sets_is_one() =>
        (from count in Gen.Int[1, 7]
         from capacity in Gen.Int[0, 9].Array[count]
         from demand in Gen.Int[0, 30]
         from fewest in Gen.Int[1, 4]
         from most in Gen.Int[1, 5]
         from required in Gen.Int[0, count - 1].HashSet[0, 1]
         from groups in Gen.Int[0, count - 1].HashSet[0, count].Array[0, 5]
         select (capacity.Select(room => (double)room).ToArray(), demand, fewest, most, required, groups))
        .Sample(given =>
        {
            var (capacity, demand, fewest, most, required, groups) = given;
            bool Covers(int[] set) => set.Length >= fewest && set.Length <= most
                && set.Sum(facility => capacity[facility]) >= demand
                && required.All(set.Contains) && groups.All(group => set.Any(group.Contains));

            var found = Cover.Find(capacity, demand, fewest, most, required, groups);

            var exists = Enumerable.Range(1, (1 << capacity.Length) - 1).Any(bits =>
                Covers([.. Enumerable.Range(0, capacity.Length).Where(facility => (bits >> facility) % 2 == 1)]));
            Assert.Equal(exists, found is not null);
            Assert.True(found is null || Covers(found));
        }, iter: 5_000);

    [Fact]
    public void A_hopeless_search_ends()
    {
        var random = new Random(1);
        var capacity = Enumerable.Repeat(1.0, 100).ToArray();
        var groups = Enumerable.Range(0, Cover.GroupsMax)
            .Select(_ => Enumerable.Range(0, 8).Select(_ => random.Next(100)).ToHashSet()).ToList();

        Assert.NotNull(Cover.Find(capacity, 0, 1, 64, new HashSet<int>(), groups));
        Assert.Null(Cover.Find(capacity, 0, 1, 8, new HashSet<int>(), groups));
    }
}
