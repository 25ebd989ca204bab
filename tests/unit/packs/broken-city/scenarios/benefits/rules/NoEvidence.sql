/*
*/
select 1 as 一
